import { h } from '../dom.js';
import { master } from '../cluster.js';
import { table } from '../table.js';

const name = (machine) => [machine.hostname, machine.ip].filter(Boolean).join(' ');
const time = (nanoseconds) => new Date(nanoseconds / 1e6).toISOString();

export default async function maintenance() {
  const [{ windows = [] }, status] = await Promise.all([master('maintenance/schedule'), master('maintenance/status')]);
  const scheduled = windows.flatMap(({ machine_ids: machines, unavailability }) => machines.map((machine) => ({ machine, unavailability })));
  return h('div', {}, h('h1', {}, 'Maintenance'),
    table('Schedule', [
      { title: 'Machine', of: ({ machine }) => name(machine) },
      { title: 'From', of: ({ unavailability }) => time(unavailability.start.nanoseconds) },
      { title: 'Hours', of: ({ unavailability }) => (unavailability.duration ? unavailability.duration.nanoseconds / 3.6e12 : Infinity), number: true,
        show: ({ unavailability }) => (unavailability.duration ? (unavailability.duration.nanoseconds / 3.6e12).toFixed(2) : 'no end') },
    ], scheduled),
    table('Draining', [
      { title: 'Machine', of: ({ id }) => name(id) },
      { title: 'Answers', of: ({ statuses = [] }) => statuses.map((answer) => `${answer.framework_id.value}: ${answer.status}`).join(', '), wide: true },
    ], status.draining_machines ?? []),
    table('Down', [{ title: 'Machine', of: name }], status.down_machines ?? []));
}
