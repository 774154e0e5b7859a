import { native } from '@/lib/app';

export const DELETE = native.deleteKey;
