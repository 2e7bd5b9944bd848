/** An element as it was read: names without prefix, namespaces resolved. */
export interface XmlElement {
  readonly name: string
  /** Empty where none is in force. */
  readonly namespace: string
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlElement[]
  /** All text directly inside, without white space around it. */
  readonly text: string
}

export interface XmlAttribute {
  readonly name: string
  /** Empty for one without prefix (Namespaces in XML 1.0 §6.2). */
  readonly namespace: string
  readonly value: string
}

/** The first child of this name; any namespace when none is given. */
export function childOf(element: XmlElement | undefined, name: string, namespace?: string): XmlElement | undefined {
  return element?.children.find(
    (child) => child.name === name && (namespace === undefined || child.namespace === namespace),
  )
}

export function attributeOf(element: XmlElement, name: string, namespace = ''): string | undefined {
  return element.attributes.find((one) => one.name === name && one.namespace === namespace)?.value
}
