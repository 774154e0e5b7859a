import { native } from '@/lib/app';

export const PUT = native.putGravatar;
