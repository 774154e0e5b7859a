import { native } from '@/lib/app';

export const GET = native.listVersions;
