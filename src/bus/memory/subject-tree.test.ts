import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SubjectTree } from './subject-tree.ts'

/** The rule of the interface, word by word. */
function matches(pattern: string[], subject: string[]): boolean {
  const [word, ...rest] = pattern
  if (word === undefined) return subject.length === 0
  if (subject.length === 0) return false
  if (word === '>') return true
  return (word === '*' || word === subject[0]) && matches(rest, subject.slice(1))
}

const word = fc.constantFrom('a', 'b', 'c')
const subject = fc.array(word, { minLength: 1, maxLength: 4 })
const pattern = fc
  .tuple(fc.array(fc.oneof(word, fc.constant('*')), { maxLength: 3 }), fc.boolean())
  .map(([words, open]) => (open ? [...words, '>'] : words))
  .filter((words) => words.length > 0)

test('whoever listens is found by the rule of wildcards, whatever came and went before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(pattern, fc.boolean()), { maxLength: 20 }),
      fc.array(subject),
      (listeners, subjects) => {
        const tree = new SubjectTree<number>()
        const remove = listeners.map(([words], index) => tree.add(words.join('.'), index))
        listeners.forEach(([, stays], index) => {
          if (!stays) remove[index]?.()
        })
        for (const words of subjects) {
          const found: number[] = []
          tree.match(words.join('.'), (listener) => found.push(listener))
          const expected = listeners.flatMap(([listened, stays], index) =>
            stays && matches(listened, words) ? [index] : [],
          )
          expect(found.sort((a, b) => a - b)).toEqual(expected)
          expect(tree.has(words.join('.'))).toBe(expected.length > 0)
        }
      },
    ),
  )
})

test('nothing is left of subscriptions that ended: stations come and go for years', () => {
  const tree = new SubjectTree<number>()
  const empty = tree.size
  const remove = ['a.b.c', 'a.*.c', 'a.>', 'a.b.>', '*'].map((words, index) => tree.add(words, index))
  expect(tree.size).toBeGreaterThan(empty)
  for (const end of remove) {
    end()
    end()
  }
  expect(tree.size).toBe(empty)
})
