-- CreateEnum
CREATE TYPE "Animation" AS ENUM ('none', 'kept', 'dropped');

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "emailMd5" TEXT,
ADD COLUMN     "emailSha256" TEXT,
ADD COLUMN     "gravatarCheckedAt" TIMESTAMPTZ(3);

-- Of the people who have an account already.
UPDATE "User" SET "emailMd5" = md5("email"), "emailSha256" = encode(sha256(convert_to("email", 'UTF8')), 'hex');

ALTER TABLE "User" ALTER COLUMN "emailMd5" SET NOT NULL,
ALTER COLUMN "emailSha256" SET NOT NULL;

-- AlterTable
ALTER TABLE "Avatar" ADD COLUMN     "animation" "Animation" NOT NULL DEFAULT 'none',
ADD COLUMN     "animationDropped" TEXT,
ADD COLUMN     "background" TEXT NOT NULL DEFAULT '#ffffff';

-- CreateIndex
CREATE UNIQUE INDEX "User_emailMd5_key" ON "User"("emailMd5");

-- CreateIndex
CREATE UNIQUE INDEX "User_emailSha256_key" ON "User"("emailSha256");
