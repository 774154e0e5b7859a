export { getPicture } from './picture';
export { prepareSignIn, refreshTokens, signIn, signOut } from './session';
export { ping } from './site';
export { putAvatar } from './upload';
export { getMe, getUser, getUserInfo } from './users';
