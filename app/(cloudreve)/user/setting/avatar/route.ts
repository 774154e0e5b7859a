import { cloudreve } from '@/lib/app';

export const PUT = cloudreve.putAvatar;
