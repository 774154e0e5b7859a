import { ulule } from '@/lib/app';

export const GET = ulule.getAvatar;
export const PATCH = ulule.updateAvatar;
export const DELETE = ulule.deleteAvatar;
