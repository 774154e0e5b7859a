import { avatarOf } from '@/lib/app';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = avatarOf;
