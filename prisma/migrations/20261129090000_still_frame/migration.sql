-- AlterTable
ALTER TABLE "Avatar" ADD COLUMN     "stillFrame" INTEGER NOT NULL DEFAULT 0;
