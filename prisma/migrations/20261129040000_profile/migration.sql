-- AlterTable
ALTER TABLE "User" ADD COLUMN     "publicName" TEXT,
ADD COLUMN     "language" TEXT,
ADD COLUMN     "timeZone" TEXT;

-- AlterTable
ALTER TABLE "EmailAddress" ADD COLUMN     "showsPicture" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "shownAvatarId" INTEGER;

-- AlterTable
ALTER TABLE "Policy" ADD COLUMN     "hashLookup" BOOLEAN NOT NULL DEFAULT true;

-- CreateIndex
CREATE INDEX "EmailAddress_shownAvatarId_idx" ON "EmailAddress"("shownAvatarId");

-- AddForeignKey
ALTER TABLE "EmailAddress" ADD CONSTRAINT "EmailAddress_shownAvatarId_fkey" FOREIGN KEY ("shownAvatarId") REFERENCES "Avatar"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The public name is part of what is served. Language and time zone are part of the account in the memory of each process.
CREATE OR REPLACE TRIGGER "announce_account" AFTER DELETE OR UPDATE OF "email", "name", "role", "disabledAt", "publicName", "language", "timeZone"
  ON "User" FOR EACH ROW EXECUTE FUNCTION "announce_account"();
