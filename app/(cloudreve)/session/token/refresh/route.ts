import { cloudreve } from '@/lib/app';

export const POST = cloudreve.refreshTokens;
