import { type Expression } from './expression';
import { type Values } from './model';

/** Whether an expression holds for the values of a .config; a symbol that has none counts as `n`. */
export function holds(expression: Expression, values: Values): boolean {
  switch (expression.kind) {
    case 'always':
      return true;
    case 'and':
      return holds(expression.left, values) && holds(expression.right, values);
    case 'or':
      return holds(expression.left, values) || holds(expression.right, values);
    case 'not':
      return !holds(expression.of, values);
    case 'equal':
      return valueOf(expression.left, values) === valueOf(expression.right, values);
    case 'unequal':
      return valueOf(expression.left, values) !== valueOf(expression.right, values);
    case 'symbol':
    case 'constant':
      return valueOf(expression, values) === 'y';
  }
}

function valueOf(expression: Expression, values: Values): string {
  if (expression.kind === 'constant') return expression.value;
  return expression.kind === 'symbol' ? (values.get(expression.name) ?? 'n') : '';
}
