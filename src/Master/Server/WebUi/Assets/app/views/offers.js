import { h, link } from '../dom.js';
import { master } from '../cluster.js';
import { short } from '../format.js';
import { table } from '../table.js';
import { agentPage, amounts, frameworkPage } from './columns.js';

export default async function offers() {
  const [{ frameworks }, { slaves }] = await Promise.all([master('frameworks'), master('state-summary')]);
  const hosts = new Map(slaves.map(({ id, hostname }) => [id, hostname]));
  return h('div', {}, h('h1', {}, 'Offers'), table('Outstanding', [
    { title: 'Id', of: (offer) => offer.id, show: (offer) => short(offer.id) },
    { title: 'Framework', of: (offer) => offer.framework, show: (offer) => link(frameworkPage(offer.framework_id), offer.framework) },
    { title: 'Role', of: (offer) => offer.allocation_info?.role ?? '' },
    { title: 'Agent', of: (offer) => hosts.get(offer.slave_id) ?? offer.slave_id,
      show: (offer) => link(agentPage(offer.slave_id), hosts.get(offer.slave_id) ?? short(offer.slave_id)) },
    ...amounts((offer) => offer.resources),
  ], frameworks.flatMap((framework) => framework.offers.map((offer) => ({ ...offer, framework: framework.name })))));
}
