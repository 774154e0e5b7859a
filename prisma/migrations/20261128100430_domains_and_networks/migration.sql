-- AlterTable
ALTER TABLE "User" ADD COLUMN     "unicodeMd5" TEXT,
ADD COLUMN     "unicodeSha256" TEXT;

-- CreateTable
CREATE TABLE "KnownNetwork" (
    "userId" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KnownNetwork_pkey" PRIMARY KEY ("userId","hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_unicodeMd5_key" ON "User"("unicodeMd5");

-- CreateIndex
CREATE UNIQUE INDEX "User_unicodeSha256_key" ON "User"("unicodeSha256");

-- AddForeignKey
ALTER TABLE "KnownNetwork" ADD CONSTRAINT "KnownNetwork_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Of addresses that are there already. Punycode is decoded digit by digit (RFC 3492, section 6.2), in one statement without a semicolon
-- inside, since the driver splits this file at each of them. Malformed labels never reach a row without a rest, and stay without a hash.
WITH RECURSIVE "Label" AS (
  SELECT "id", "label", "place", count(*) OVER (PARTITION BY "id") AS "labels"
  FROM "User", unnest(string_to_array(split_part("email", '@', 2), '.')) WITH ORDINALITY AS "Part"("label", "place")
  WHERE split_part("email", '@', 2) ~ '(^|\.)xn--'
), "Step" AS (
  SELECT "id", "place", "labels",
    CASE WHEN "label" LIKE 'xn--%' THEN regexp_replace(substr("label", 5), '^.*-', '') ELSE '' END AS "rest",
    CASE WHEN "label" NOT LIKE 'xn--%' THEN "label" WHEN substr("label", 5) LIKE '%-%' THEN regexp_replace(substr("label", 5), '-[^-]*$', '') ELSE '' END AS "decoded",
    128::BIGINT AS "n", 0::BIGINT AS "i", 72::BIGINT AS "bias", 0::BIGINT AS "start", 1::BIGINT AS "weight", 36::BIGINT AS "k"
  FROM "Label"
  UNION ALL
  SELECT "id", "place", "labels", substr("rest", 2),
    CASE WHEN "ends" THEN left("decoded", ("next" % "size")::INT) || chr("code"::INT) || substr("decoded", ("next" % "size")::INT + 1) ELSE "decoded" END,
    CASE WHEN "ends" THEN "code" ELSE "n" END,
    CASE WHEN "ends" THEN "next" % "size" + 1 ELSE "next" END,
    CASE WHEN "ends" THEN 36 * "rounds" + 36 * ("delta" / (35 ^ "rounds")::BIGINT) / ("delta" / (35 ^ "rounds")::BIGINT + 38) ELSE "bias" END,
    CASE WHEN "ends" THEN "next" % "size" + 1 ELSE "start" END,
    CASE WHEN "ends" THEN 1 ELSE "weight" * (36 - "threshold") END,
    CASE WHEN "ends" THEN 36 ELSE "k" + 36 END
  FROM "Step"
  CROSS JOIN LATERAL (
    SELECT position(left("rest", 1) IN 'abcdefghijklmnopqrstuvwxyz0123456789') - 1 AS "digit", LEAST(GREATEST("k" - "bias", 1), 26) AS "threshold"
  ) AS "Digit"
  CROSS JOIN LATERAL (
    SELECT "i" + "digit" * "weight" AS "next", "digit" < "threshold" AS "ends", length("decoded") + 1 AS "size"
  ) AS "Sum"
  CROSS JOIN LATERAL (SELECT ("next" - "start") / CASE WHEN "start" = 0 THEN 700 ELSE 2 END AS "damped", "n" + "next" / "size" AS "code") AS "Place"
  CROSS JOIN LATERAL (SELECT "damped" + "damped" / "size" AS "delta") AS "Delta"
  CROSS JOIN LATERAL (
    SELECT CASE WHEN "delta" <= 455 THEN 0 WHEN "delta" / 35 <= 455 THEN 1 WHEN "delta" / 1225 <= 455 THEN 2 WHEN "delta" / 42875 <= 455 THEN 3 ELSE 4 END AS "rounds"
  ) AS "Rounds"
  WHERE "rest" <> '' AND "digit" >= 0 AND "next" < 2147483648 AND "weight" < 2147483648
    AND (NOT "ends" OR "code" < 55296 OR "code" BETWEEN 57344 AND 1114111)
), "Spelling" AS (
  SELECT "User"."id", split_part("email", '@', 1) || '@' || string_agg("decoded", '.' ORDER BY "place") AS "address"
  FROM "Step" JOIN "User" ON "User"."id" = "Step"."id"
  WHERE "rest" = '' AND "k" = 36 AND "decoded" <> ''
  GROUP BY "User"."id"
  HAVING count(*) = max("labels")
)
UPDATE "User" SET "unicodeMd5" = md5("address"), "unicodeSha256" = encode(sha256(convert_to("address", 'UTF8')), 'hex')
FROM "Spelling" WHERE "Spelling"."id" = "User"."id";
