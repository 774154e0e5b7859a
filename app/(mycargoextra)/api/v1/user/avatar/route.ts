import { myCargoExtra } from '@/lib/app';

export const PATCH = myCargoExtra.uploadAvatar;
