-- Accounts that an administrator imports have no password until the owner of the address chooses one.
ALTER TABLE "User" ALTER COLUMN "passwordHash" DROP NOT NULL;
