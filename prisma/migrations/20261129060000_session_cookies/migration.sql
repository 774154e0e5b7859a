-- A session that is open keeps the cookie that it has.
ALTER TABLE "Session"
  ADD COLUMN "cookie" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "cookieIssuedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "cookieUsedAt" TIMESTAMPTZ(3);
