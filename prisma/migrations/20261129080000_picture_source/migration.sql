-- The origin of pictures that exist is unknown.
ALTER TABLE "Avatar" ADD COLUMN "via" TEXT;

-- Erasures that are not over are of accounts.
ALTER TABLE "Erasure" ADD COLUMN "avatarId" INTEGER;
