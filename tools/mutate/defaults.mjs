const REASON = 'the type asks for a default that no value needs';

/** Leaves out defaults that only a type asks for: `[, name = '']` of a match that has that group, `?? []` of one that is none. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'defaults',
    value: {
      shouldIgnore(path) {
        const isEmpty =
          path.isStringLiteral({ value: '' }) || (path.isArrayExpression() && path.node.elements.length === 0);
        if (!isEmpty || path.key !== 'right') return undefined;
        const isDefault =
          path.parentPath.isAssignmentPattern() || path.parentPath.isLogicalExpression({ operator: '??' });
        return isDefault ? REASON : undefined;
      },
    },
  },
];
