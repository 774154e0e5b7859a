/** Every call of this API. */
export { createAvatar, deleteAvatar, getAvatar, updateAvatar } from './avatars';
export { issueToken } from './oauth';
export { getMe, getUser } from './users';
