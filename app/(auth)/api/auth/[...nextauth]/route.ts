import { nextAuth } from '@/lib/app';

export { nextAuth as GET, nextAuth as POST };
