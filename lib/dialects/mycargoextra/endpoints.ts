/** Every call of this API. */
export { uploadAvatar } from './avatar';
export { checkUser } from './check';
