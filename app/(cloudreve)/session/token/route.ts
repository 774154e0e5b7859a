import { cloudreve } from '@/lib/app';

export const POST = cloudreve.signIn;
export const DELETE = cloudreve.signOut;
