import { native } from '@/lib/app';

export const GET = native.listKeys;
export const POST = native.createKey;
