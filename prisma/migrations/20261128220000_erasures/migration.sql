-- AlterTable
ALTER TABLE "User" ADD COLUMN     "deleteAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Erasure" (
    "id" SERIAL NOT NULL,
    "userId" INTEGER NOT NULL,
    "originalKeys" TEXT[],
    "renditionKeys" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Erasure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "User_deleteAt_idx" ON "User"("deleteAt");
