-- AlterTable
ALTER TABLE "User" ADD COLUMN     "avatarLockedUntil" TIMESTAMPTZ(3),
ADD COLUMN     "avatarNoticeAt" TIMESTAMPTZ(3),
ADD COLUMN     "avatarNoticeKind" TEXT,
ADD COLUMN     "avatarNoticeReason" TEXT;

-- CreateTable
CREATE TABLE "BlockedFile" (
    "id" SERIAL NOT NULL,
    "sha256" TEXT NOT NULL,
    "userId" INTEGER,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BlockedFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ServiceKey" (
    "id" SERIAL NOT NULL,
    "sha256" TEXT NOT NULL,
    "lastFour" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "scopes" TEXT[],
    "createdBy" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "ServiceKey_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "BlockedFile_sha256_idx" ON "BlockedFile"("sha256");

-- CreateIndex
CREATE INDEX "BlockedFile_userId_idx" ON "BlockedFile"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "ServiceKey_sha256_key" ON "ServiceKey"("sha256");

-- AddForeignKey
ALTER TABLE "BlockedFile" ADD CONSTRAINT "BlockedFile_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
