import { cloudreve } from '@/lib/app';

export const GET = cloudreve.getUserInfo;
