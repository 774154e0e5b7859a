-- Announces each committed change on the channel `likeness`, which lib/db/listen/listener.ts of every process listens to. Payloads have ids,
-- versions and hashes only: any role of the database can listen. PostgreSQL sends identical payloads of one transaction once.
--
-- The driver splits this file at each semicolon, so function bodies write theirs as \x3B.

CREATE FUNCTION "announce_account"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  PERFORM pg_notify(''likeness'', jsonb_build_object(
    ''type'', ''account-changed'',
    ''userId'', COALESCE(NEW."id", OLD."id"),
    ''hashes'', (
      SELECT jsonb_agg(DISTINCT "hash") FROM unnest(ARRAY[
        OLD."emailMd5", OLD."emailSha256", OLD."unicodeMd5", OLD."unicodeSha256",
        NEW."emailMd5", NEW."emailSha256", NEW."unicodeMd5", NEW."unicodeSha256"
      ]) AS "hash" WHERE "hash" IS NOT NULL
    )
  )::text)\x3B
  RETURN NULL\x3B
END';

CREATE TRIGGER "announce_account" AFTER INSERT OR DELETE OR UPDATE OF "email", "emailMd5", "emailSha256", "unicodeMd5", "unicodeSha256", "name", "role"
  ON "User" FOR EACH ROW EXECUTE FUNCTION "announce_account"();

-- A description counts as a change of the version too, but is announced as a description only: see below.
CREATE FUNCTION "announce_picture"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF current_setting(''likeness.described'', true) IS DISTINCT FROM NEW."id"::text
    OR OLD."currentAvatarId" IS DISTINCT FROM NEW."currentAvatarId" OR OLD."avatarSource" <> NEW."avatarSource"
  THEN
    PERFORM pg_notify(''likeness'', jsonb_build_object(''type'', ''picture-changed'', ''userId'', NEW."id", ''version'', NEW."avatarVersion")::text)\x3B
  END IF\x3B
  RETURN NULL\x3B
END';

-- Deferred to the end of the transaction, which increments the version before it does the rest.
CREATE CONSTRAINT TRIGGER "announce_picture" AFTER UPDATE OF "avatarVersion", "currentAvatarId", "avatarSource", "generatedKey" ON "User"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "announce_picture"();

CREATE FUNCTION "announce_description"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  PERFORM set_config(''likeness.described'', "id"::text, true), pg_notify(''likeness'', jsonb_build_object(
    ''type'', ''picture-described'', ''userId'', "id", ''version'', "avatarVersion")::text)
  FROM "User" WHERE "currentAvatarId" = NEW."id"\x3B
  RETURN NULL\x3B
END';

CREATE TRIGGER "announce_description" AFTER UPDATE OF "alt" ON "Avatar" FOR EACH ROW EXECUTE FUNCTION "announce_description"();

CREATE FUNCTION "announce_key"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  PERFORM pg_notify(''likeness'', jsonb_build_object(''type'', ''account-changed'', ''userId'', COALESCE(NEW."userId", OLD."userId"))::text)\x3B
  RETURN NULL\x3B
END';

-- Not for `lastUsedAt`, which changes with use.
CREATE TRIGGER "announce_key" AFTER INSERT OR DELETE OR UPDATE OF "sha256", "label", "scopes", "expiresAt"
  ON "ApiKey" FOR EACH ROW EXECUTE FUNCTION "announce_key"();

CREATE FUNCTION "announce_policy"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  PERFORM pg_notify(''likeness'', ''{"type": "policy-changed"}'')\x3B
  RETURN NULL\x3B
END';

CREATE TRIGGER "announce_policy" AFTER INSERT OR DELETE OR UPDATE ON "Policy" FOR EACH ROW EXECUTE FUNCTION "announce_policy"();
