import { ON_DEMAND_BYTES } from './limits';
import { createSemaphore, type Semaphore } from './semaphore';

/** The queues of a process, which share its cores. Each kind of work has its own, so that much of one does not delay the others. */
export interface Queues {
  uploads: Semaphore;
  /** Pictures of people that a GET request waits for. */
  onDemand: Semaphore;
  /** Drawings and pictures of other services, for hashes without an account: strangers can ask for any number. */
  drawings: Semaphore;
  heic: Semaphore;
}

/** @param cores of the machine @param meter adds metrics to a queue, by its name in them */
export function createQueues(cores: number, meter: (name: string, semaphore: Semaphore) => Semaphore): Queues {
  return {
    uploads: meter('uploads', createSemaphore({ tasks: cores })),
    onDemand: meter('on_demand', createSemaphore({ tasks: Math.max(1, Math.floor(cores / 2)), bytes: ON_DEMAND_BYTES })),
    drawings: meter('drawings', createSemaphore({ tasks: 1, bytes: ON_DEMAND_BYTES })),
    heic: meter('heic', createSemaphore({ tasks: 1 })),
  };
}
