-- CreateEnum
CREATE TYPE "Registration" AS ENUM ('open', 'invite', 'domains', 'closed');

-- AlterTable
ALTER TABLE "Policy" ADD COLUMN     "registration" "Registration" NOT NULL DEFAULT 'open',
ADD COLUMN     "registrationDomains" TEXT[];

-- CreateTable
CREATE TABLE "Invite" (
    "id" SERIAL NOT NULL,
    "sha256" TEXT NOT NULL,
    "createdById" INTEGER NOT NULL,
    "role" "Role" NOT NULL DEFAULT 'member',
    "email" TEXT,
    "maxUses" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Invite_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Invite_sha256_key" ON "Invite"("sha256");

-- CreateIndex
CREATE INDEX "Invite_createdById_idx" ON "Invite"("createdById");

-- AddForeignKey
ALTER TABLE "Invite" ADD CONSTRAINT "Invite_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
