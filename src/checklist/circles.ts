/**
 * Which nodes of a directed graph can be left and come back to, as the number of the circle that they are part of; nodes of no circle are
 * absent. Tarjan's strongly connected components, without calling itself, so that a long chain is no deep stack.
 *
 * @param next The nodes that a node leads to.
 */
export function findCircles<Node>(nodes: Iterable<Node>, next: (node: Node) => readonly Node[]): ReadonlyMap<Node, number> {
  const circles = new Map<Node, number>();
  const order = new Map<Node, number>();
  const lowest = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  const lower = (node: Node, to: number) => lowest.set(node, Math.min(lowest.get(node) ?? to, to));

  for (const start of nodes) {
    if (order.has(start)) continue;
    const path: { readonly node: Node; readonly ahead: Iterator<Node> }[] = [];
    const enter = (node: Node) => {
      order.set(node, order.size);
      lowest.set(node, order.size - 1);
      open.push(node);
      isOpen.add(node);
      path.push({ node, ahead: next(node)[Symbol.iterator]() });
    };
    enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const { node, ahead } = step;
      const { done, value } = ahead.next();
      if (done !== true) {
        const known = order.get(value);
        if (known === undefined) enter(value);
        else if (isOpen.has(value)) lower(node, known);
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before !== undefined) lower(before.node, lowest.get(node) ?? 0);
      if (lowest.get(node) !== order.get(node)) continue;
      const members = open.splice(open.lastIndexOf(node));
      for (const member of members) isOpen.delete(member);
      const isCircle = members.length > 1 || next(node).includes(node);
      if (isCircle) for (const member of members) circles.set(member, order.get(node) ?? 0);
    }
  }
  return circles;
}
