-- AlterTable
ALTER TABLE "User" ADD COLUMN     "disabledAt" TIMESTAMPTZ(3);

-- A disabled account ends what is still sent to its clients, in every process.
CREATE OR REPLACE TRIGGER "announce_account" AFTER DELETE OR UPDATE OF "email", "name", "role", "disabledAt"
  ON "User" FOR EACH ROW EXECUTE FUNCTION "announce_account"();

-- Words of the name and the address, for lib/db/accounts/administration.ts. ASCII punctuation separates words: PostgreSQL would keep an
-- address as one word.
CREATE FUNCTION "person_words"("name" text, "email" text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS '
  SELECT to_tsvector(''simple'', regexp_replace("name" || '' '' || "email", ''[!-/:-@[-`{-~]+'', '' '', ''g''))
';

-- CreateIndex
CREATE INDEX "User_words_idx" ON "User" USING GIN ("person_words"("name", "email"));

-- The few people that filters of the list select, newest first.
CREATE INDEX "User_admins_idx" ON "User"("id") WHERE "role" = 'admin';
CREATE INDEX "User_disabled_idx" ON "User"("id") WHERE "disabledAt" IS NOT NULL;
