import { cloudreve } from '@/lib/app';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = cloudreve.userInfo;
