import { myCargoExtra } from '@/lib/app';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = myCargoExtra.avatar;
