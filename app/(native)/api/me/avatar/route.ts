import { native } from '@/lib/app';

export const GET = native.getAvatar;
export const PUT = native.putAvatar;
export const PATCH = native.patchAvatar;
export const DELETE = native.deleteAvatar;
