import { myCargoExtra } from '@/lib/app';

export const GET = myCargoExtra.checkUser;
