import type { AvatarRecords, AvatarState } from '@/lib/avatars/ports';
import type { Read } from '../client';
import { columns, named, type Row } from './columns';
import { AVATAR_COLUMNS, type AvatarRow, type StateRow, toAvatar, toState, USER_COLUMNS } from './rows';

const MD5_DIGITS = 32;

const PERSON = Object.keys(USER_COLUMNS);
const PICTURE = Object.keys(AVATAR_COLUMNS);

/** A person, then the picture that they show. */
const SELECT_STATE = `SELECT ${columns('User', PERSON)}, ${columns('Avatar', PICTURE)}
  FROM "User" LEFT JOIN "Avatar" ON "Avatar"."id" = "User"."currentAvatarId"`;

const BY_ID = `${SELECT_STATE} WHERE "User"."id" = $1`;
const OF_ADDRESS = `${SELECT_STATE} JOIN "EmailAddress" ON "EmailAddress"."userId" = "User"."id"
  WHERE "hashLookup" AND ("proof" <> 'assumed' OR $2 = 'assumed') AND `;
const BY_MD5 = `${OF_ADDRESS} ("emailMd5" = $1 OR "unicodeMd5" = $1) LIMIT 1`;
const BY_SHA256 = `${OF_ADDRESS} ("emailSha256" = $1 OR "unicodeSha256" = $1) LIMIT 1`;

/** A picture, then the id of the person who shows it. */
const UPLOAD_BY_KEY = `SELECT ${columns('Avatar', PICTURE)}, "User"."id"
  FROM "Avatar" LEFT JOIN "User" ON "User"."currentAvatarId" = "Avatar"."id" WHERE "Avatar"."key" = $1`;

const GENERATED_BY_KEY = 'SELECT "id" FROM "User" WHERE "generatedKey" = $1';

/** The look-ups of requests for pictures, each in one query. */
export function pictureLookups(read: Read): Pick<AvatarRecords, 'stateOf' | 'stateByEmailHash' | 'ownerOf'> {
  const stateIn = ([row]: readonly Row[]) => (row ? stateOfRow(row) : null);
  return {
    stateOf: async (userId) => stateIn(await read(BY_ID, [userId])),
    stateByEmailHash: async (hash, proof) =>
      stateIn(await read(hash.length === MD5_DIGITS ? BY_MD5 : BY_SHA256, [hash, proof === 'any' ? 'assumed' : ''])),
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
