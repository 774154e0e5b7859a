-- The addresses of people, in a table of their own: a person has several. Those of today were never verified.

CREATE TYPE "Proof" AS ENUM ('assumed', 'link', 'administrator');

CREATE TABLE "EmailAddress" (
  "id" SERIAL NOT NULL,
  "userId" INTEGER NOT NULL,
  "email" TEXT NOT NULL,
  "emailMd5" TEXT NOT NULL,
  "emailSha256" TEXT NOT NULL,
  "unicodeMd5" TEXT,
  "unicodeSha256" TEXT,
  "proof" "Proof" NOT NULL DEFAULT 'assumed',
  "provedAt" TIMESTAMPTZ(3),
  "hashLookup" BOOLEAN NOT NULL DEFAULT true,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "EmailAddress_pkey" PRIMARY KEY ("id")
);

INSERT INTO "EmailAddress" ("userId", "email", "emailMd5", "emailSha256", "unicodeMd5", "unicodeSha256", "createdAt")
  SELECT "id", "email", "emailMd5", "emailSha256", "unicodeMd5", "unicodeSha256", "createdAt" FROM "User" ORDER BY "id";

CREATE UNIQUE INDEX "EmailAddress_email_key" ON "EmailAddress"("email");
CREATE UNIQUE INDEX "EmailAddress_emailMd5_key" ON "EmailAddress"("emailMd5");
CREATE UNIQUE INDEX "EmailAddress_emailSha256_key" ON "EmailAddress"("emailSha256");
CREATE UNIQUE INDEX "EmailAddress_unicodeMd5_key" ON "EmailAddress"("unicodeMd5");
CREATE UNIQUE INDEX "EmailAddress_unicodeSha256_key" ON "EmailAddress"("unicodeSha256");
CREATE INDEX "EmailAddress_userId_idx" ON "EmailAddress"("userId");

ALTER TABLE "EmailAddress" ADD CONSTRAINT "EmailAddress_userId_fkey"
  FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

DROP TRIGGER "announce_account" ON "User";

ALTER TABLE "User" DROP COLUMN "emailMd5", DROP COLUMN "emailSha256", DROP COLUMN "unicodeMd5", DROP COLUMN "unicodeSha256";

-- Announcements, as in the migration "announce_changes". The driver splits this file at each semicolon, so function bodies write theirs as
-- \x3B.

CREATE OR REPLACE FUNCTION "announce_account"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  PERFORM pg_notify(''likeness'', jsonb_build_object(''type'', ''account-changed'', ''userId'', COALESCE(NEW."id", OLD."id"))::text)\x3B
  RETURN NULL\x3B
END';

-- Not for new accounts: their address is announced.
CREATE TRIGGER "announce_account" AFTER DELETE OR UPDATE OF "email", "name", "role"
  ON "User" FOR EACH ROW EXECUTE FUNCTION "announce_account"();

-- An address that changes its owner is announced for both.
CREATE FUNCTION "announce_address"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF TG_OP <> ''INSERT'' THEN
    PERFORM pg_notify(''likeness'', jsonb_build_object(''type'', ''account-changed'', ''userId'', OLD."userId", ''hashes'', (
      SELECT jsonb_agg(DISTINCT "hash")
      FROM unnest(ARRAY[OLD."emailMd5", OLD."emailSha256", OLD."unicodeMd5", OLD."unicodeSha256"]) AS "hash" WHERE "hash" IS NOT NULL
    ))::text)\x3B
  END IF\x3B
  IF TG_OP <> ''DELETE'' THEN
    PERFORM pg_notify(''likeness'', jsonb_build_object(''type'', ''account-changed'', ''userId'', NEW."userId", ''hashes'', (
      SELECT jsonb_agg(DISTINCT "hash")
      FROM unnest(ARRAY[NEW."emailMd5", NEW."emailSha256", NEW."unicodeMd5", NEW."unicodeSha256"]) AS "hash" WHERE "hash" IS NOT NULL
    ))::text)\x3B
  END IF\x3B
  RETURN NULL\x3B
END';

CREATE TRIGGER "announce_address" AFTER INSERT OR DELETE OR UPDATE ON "EmailAddress" FOR EACH ROW EXECUTE FUNCTION "announce_address"();
