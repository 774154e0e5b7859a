-- AlterTable
ALTER TABLE "Avatar" ADD COLUMN     "cropFlip" BOOLEAN NOT NULL DEFAULT false;
