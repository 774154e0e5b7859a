import type { RequiredProof } from '@/lib/accounts/addresses/ports';
import type { AddressState, AvatarRecords, AvatarState, KeyOwner } from '@/lib/avatars/ports';
import type { Read } from '../prepared';
import { createBatches } from './batches';
import { columns, named, type Row } from './columns';
import { AVATAR_COLUMNS, type AvatarRow, type StateRow, toAvatar, toState, USER_COLUMNS } from './rows';

const MD5_DIGITS = 32;

const PERSON = Object.keys(USER_COLUMNS);
const PICTURE = Object.keys(AVATAR_COLUMNS);

/** A person, then the picture that they show. */
const STATE_COLUMNS = `${columns('User', PERSON)}, ${columns('Avatar', PICTURE)}`;
const FROM_STATE = `FROM "User" LEFT JOIN "Avatar" ON "Avatar"."id" = "User"."currentAvatarId"`;

const BY_ID = `SELECT ${STATE_COLUMNS} ${FROM_STATE} WHERE "User"."id" = $1`;

/** The choice of picture of an address, then its person and its picture. */
const addressColumns = (showsPicture: string) => `${showsPicture}, "shownAvatarId", ${STATE_COLUMNS}`;
const FROM_ADDRESS = `FROM "EmailAddress" JOIN "User" ON "User"."id" = "EmailAddress"."userId" LEFT JOIN "Avatar" ON "showsPicture"
    AND "Avatar"."id" = COALESCE("shownAvatarId", "currentAvatarId")
  WHERE ("proof" <> 'assumed' OR $2 = 'assumed')`;

const BY_EMAIL = `SELECT ${addressColumns('"showsPicture"')} ${FROM_ADDRESS} AND "EmailAddress"."email" = $1`;

/** Whether an address shows its picture to those who know only its hash. */
const SHOWN_BY_HASH = '"showsPicture" AND "EmailAddress"."hashLookup"';

/**
 * The keys of a batch. Of a plain parameter PostgreSQL knows the length, and plans the query anew for each one: planning takes longer than
 * the query.
 */
const ASKED = 'unnest((SELECT $1::text[])) AS "asked"("key")';

/**
 * Finds the row of each key by itself. Of a few thousand rows PostgreSQL would rather read all than look up ten, which takes less I/O from
 * a disk and more time from memory.
 */
const eachOf = (one: string) => `SELECT "asked"."key", "found".* FROM ${ASKED} CROSS JOIN LATERAL (${one} LIMIT 1) AS "found"`;

/** The policy is part of the query, so that it holds as soon as it is committed. */
const byHashes = (hash: string, unicodeHash: string) => `${eachOf(`SELECT ${addressColumns(SHOWN_BY_HASH)} ${FROM_ADDRESS}
    AND ("${hash}" = "asked"."key" OR "${unicodeHash}" = "asked"."key")`)}
  WHERE COALESCE((SELECT "hashLookup" FROM "Policy" WHERE "id" = 1), true)`;
const BY_MD5 = byHashes('emailMd5', 'unicodeMd5');
const BY_SHA256 = byHashes('emailSha256', 'unicodeSha256');

/** Whether its person shows a picture, then the picture. */
const UPLOADS_BY_KEY = eachOf(`SELECT "User"."id" IS NOT NULL
    OR EXISTS (SELECT 1 FROM "EmailAddress" WHERE "shownAvatarId" = "Avatar"."id"), ${columns('Avatar', PICTURE)}
  FROM "Avatar" LEFT JOIN "User" ON "User"."currentAvatarId" = "Avatar"."id" WHERE "Avatar"."key" = "asked"."key"`);

const GENERATED_BY_KEY = 'SELECT "generatedKey", "id" FROM "User" WHERE "generatedKey" = ANY($1)';

/** The look-ups of requests for pictures. */
export function pictureLookups(read: Read): Pick<AvatarRecords, 'stateOf' | 'stateByEmailHash' | 'stateByEmail' | 'ownerOf'> {
  /** Anyone can ask for any number of hashes at once. */
  const byHashOf = (sql: string, proof: RequiredProof) =>
    createBatches(async (hashes) => {
      const rows = await read(sql, [hashes, proof === 'any' ? 'assumed' : ''], true);
      return new Map(rows.map(([hash, ...row]) => [String(hash), addressStateOfRow(row)]));
    });
  const byHash = {
    md5: { any: byHashOf(BY_MD5, 'any'), proved: byHashOf(BY_MD5, 'proved') },
    sha256: { any: byHashOf(BY_SHA256, 'any'), proved: byHashOf(BY_SHA256, 'proved') },
  };
  /** A page with many pictures asks for many keys at once. */
  const uploadOf = createBatches(async (keys) => {
    const rows = await read(UPLOADS_BY_KEY, [keys], true);
    return new Map(rows.map(([key, current, ...row]) => [String(key), uploadOfRow(current === true, row)]));
  });
  const generatedOf = createBatches(async (keys) => {
    const rows = await read(GENERATED_BY_KEY, [keys], true);
    return new Map(rows.map(([key, userId]) => [String(key), { kind: 'generated' as const, userId: Number(userId) }]));
  });
  const stateIn = ([row]: readonly Row[]) => (row ? stateOfRow(row) : null);
  return {
    stateOf: async (userId) => stateIn(await read(BY_ID, [userId], true)),
    stateByEmailHash: (hash, proof) => byHash[hash.length === MD5_DIGITS ? 'md5' : 'sha256'][proof](hash),
    async stateByEmail(email, proof) {
      const [row] = await read(BY_EMAIL, [email, proof === 'any' ? 'assumed' : '']);
      return row ? addressStateOfRow(row) : null;
    },
    ownerOf: async (key) => (await uploadOf(key)) ?? generatedOf(key),
  };
}

function uploadOfRow(current: boolean, row: Row): KeyOwner & { kind: 'upload' } {
  const avatar = named<AvatarRow>(PICTURE, row);
  return { kind: 'upload', userId: avatar.userId, avatar: toAvatar(avatar), current };
}

function stateOfRow(row: Row): AvatarState {
  const [person, picture] = [row.slice(0, PERSON.length), row.slice(PERSON.length)];
  const hasPicture = picture.some((value) => value !== null);
  return toState({
    ...named<Omit<StateRow, 'currentAvatar'>>(PERSON, person),
    currentAvatar: hasPicture ? named<AvatarRow>(PICTURE, picture) : null,
  });
}

function addressStateOfRow([showsPicture, shownAvatarId, ...row]: Row): AddressState {
  const state = stateOfRow(row);
  if (showsPicture !== true) return { ...state, source: 'none', avatar: null, shows: 'none' };
  if (shownAvatarId === null) return { ...state, shows: 'account' };
  return { ...state, source: 'upload', shows: 'version' };
}
