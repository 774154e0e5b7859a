import { ulule } from '@/lib/app';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = ulule.user;
