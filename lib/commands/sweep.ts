import type { Command } from 'commander';
import type { RunTask } from './ports';

export function addSweep(program: Command, run: RunTask): void {
  program
    .command('sweep')
    .description('Runs the maintenance that a server does every hour: deletes what has expired, and stored objects without a record.')
    .option('--dry-run', 'only count')
    .action(({ dryRun = false }: { dryRun?: boolean }) =>
      run(async ({ services: { maintenance, note }, terminal }) => {
        const { accounts, ...counts } = await maintenance.plan();
        const parts = Object.entries({ ...counts, accounts }).map(([name, count]) => `${name}: ${count}`);
        await terminal.print(`To delete:\n${parts.map((part) => `  ${part}`).join('\n')}`);
        if (dryRun) return 0;
        const { ran, renditions, originals, failures } = await maintenance.run();
        if (!ran && failures === 0) {
          await terminal.warn('Another process is sweeping. Nothing was done.');
          return 1;
        }
        await note('swept', null, { renditions, originals, failures });
        await terminal.print(`Deleted ${renditions} renditions and ${originals} originals, and the rows above.`);
        if (failures === 0) return 0;
        await terminal.warn(`${failures} parts failed; the log says why.`);
        return 1;
      }),
    );
}
