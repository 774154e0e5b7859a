import type { RequiredProof } from '@/lib/accounts/addresses/ports';
import type { AvatarRecords, AvatarState } from '@/lib/avatars/ports';
import type { Read } from '../client';
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

/** The hashes of an address, then its person and their picture. */
const byHashes = (hash: string, unicodeHash: string) => `SELECT "${hash}", "${unicodeHash}", ${STATE_COLUMNS} ${FROM_STATE}
  JOIN "EmailAddress" ON "EmailAddress"."userId" = "User"."id"
  WHERE "hashLookup" AND ("proof" <> 'assumed' OR $2 = 'assumed') AND ("${hash}" = ANY($1) OR "${unicodeHash}" = ANY($1))`;
const BY_MD5 = byHashes('emailMd5', 'unicodeMd5');
const BY_SHA256 = byHashes('emailSha256', 'unicodeSha256');

/** A picture, then the id of the person who shows it. */
const UPLOAD_BY_KEY = `SELECT ${columns('Avatar', PICTURE)}, "User"."id"
  FROM "Avatar" LEFT JOIN "User" ON "User"."currentAvatarId" = "Avatar"."id" WHERE "Avatar"."key" = $1`;

const GENERATED_BY_KEY = 'SELECT "id" FROM "User" WHERE "generatedKey" = $1';

/** The look-ups of requests for pictures. */
export function pictureLookups(read: Read): Pick<AvatarRecords, 'stateOf' | 'stateByEmailHash' | 'ownerOf'> {
  /** Anyone can ask for any number of hashes at once. */
  const byHashOf = (sql: string, proof: RequiredProof) =>
    createBatches(async (hashes) => {
      const found = new Map<string, AvatarState>();
      for (const [hash, unicodeHash, ...row] of await read(sql, [hashes, proof === 'any' ? 'assumed' : ''])) {
        const state = stateOfRow(row);
        for (const name of [hash, unicodeHash]) if (typeof name === 'string') found.set(name, state);
      }
      return found;
    });
  const byHash = {
    md5: { any: byHashOf(BY_MD5, 'any'), proved: byHashOf(BY_MD5, 'proved') },
    sha256: { any: byHashOf(BY_SHA256, 'any'), proved: byHashOf(BY_SHA256, 'proved') },
  };
  const stateIn = ([row]: readonly Row[]) => (row ? stateOfRow(row) : null);
  return {
    stateOf: async (userId) => stateIn(await read(BY_ID, [userId])),
    stateByEmailHash: async (hash, proof) => (await byHash[hash.length === MD5_DIGITS ? 'md5' : 'sha256'][proof](hash)) ?? null,
    async ownerOf(key) {
      const [upload] = await read(UPLOAD_BY_KEY, [key]);
      if (upload) {
        const avatar = named<AvatarRow>(PICTURE, upload);
        return { kind: 'upload', userId: avatar.userId, avatar: toAvatar(avatar), current: upload[PICTURE.length] !== null };
      }
      const [generated] = await read(GENERATED_BY_KEY, [key]);
      return generated ? { kind: 'generated', userId: Number(generated[0]) } : null;
    },
  };
}

function stateOfRow(row: Row): AvatarState {
  const [person, picture] = [row.slice(0, PERSON.length), row.slice(PERSON.length)];
  const hasPicture = picture.some((value) => value !== null);
  return toState({
    ...named<Omit<StateRow, 'currentAvatar'>>(PERSON, person),
    currentAvatar: hasPicture ? named<AvatarRow>(PICTURE, picture) : null,
  });
}
