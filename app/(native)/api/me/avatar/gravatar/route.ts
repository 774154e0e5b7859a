import { native } from '@/lib/app';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = native.gravatar;
