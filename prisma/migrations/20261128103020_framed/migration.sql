-- AlterTable
ALTER TABLE "Avatar" ADD COLUMN     "framed" BOOLEAN NOT NULL DEFAULT true;
