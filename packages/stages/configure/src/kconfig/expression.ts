/** A Kconfig dependency expression (kernel Documentation/kbuild/kconfig-language.rst, "Menu dependencies"). */
export type Expression =
  | { readonly kind: 'always' }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'and' | 'or' | 'equal' | 'unequal'; readonly left: Expression; readonly right: Expression };

/** The expression that nothing hangs on. */
export const ALWAYS: Expression = { kind: 'always' };

/** `left && right`, without noise where one of them is {@link ALWAYS}. */
export function both(left: Expression, right: Expression): Expression {
  if (left.kind === 'always') return right;
  if (right.kind === 'always') return left;
  return { kind: 'and', left, right };
}

/** `left || right`; {@link ALWAYS} where one of them is. */
export function either(left: Expression, right: Expression): Expression {
  if (left.kind === 'always' || right.kind === 'always') return ALWAYS;
  return { kind: 'or', left, right };
}

/** The operands of a chain of `&&`, in order. */
export function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === 'and'
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : expression.kind === 'always'
      ? []
      : [expression];
}

/** The symbols an expression names, each once, in order. */
export function symbolsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'symbol':
      return [expression.name];
    case 'not':
      return symbolsIn(expression.of);
    case 'always':
    case 'constant':
      return [];
    default:
      return [...new Set([...symbolsIn(expression.left), ...symbolsIn(expression.right)])];
  }
}

const OPERATORS = { and: '&&', or: '||', equal: '=', unequal: '!=' } as const;

/** An expression as Kconfig writes it. */
export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'always':
      return 'y';
    case 'symbol':
      return expression.name;
    case 'constant':
      // Bare, any other word would be a symbol.
      return /^(?:[ynm]|-?\d+|0x[\da-f]+)$/i.test(expression.value) ? expression.value : `"${expression.value}"`;
    case 'not':
      return `!${operand(expression.of)}`;
    default:
      return `${operand(expression.left)} ${OPERATORS[expression.kind]} ${operand(expression.right)}`;
  }

  function operand(inner: Expression): string {
    const bare = !('left' in inner) || inner.kind === expression.kind;
    return bare ? formatExpression(inner) : `(${formatExpression(inner)})`;
  }
}
