-- AlterTable
ALTER TABLE "TokenFamily" ADD COLUMN     "rotatedAt" TIMESTAMPTZ(3);
