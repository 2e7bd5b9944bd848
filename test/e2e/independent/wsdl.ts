/** An operation of a service: its elements by name, each with its type; `*` behind the type for as many as there are. */
export interface Operation {
  readonly request: Elements
  readonly response: Elements
}

export type Elements = Readonly<Record<string, string>>

export interface Service {
  readonly namespace: string
  readonly name: string
  /** Types besides those of XML Schema. */
  readonly types: Readonly<Record<string, Elements>>
  readonly operations: Readonly<Record<string, Operation>>
  readonly address: string
}

/**
 * A description of a service of OCPP in WSDL 1.1, of our own making and no larger than a test needs: document/literal,
 * SOAP 1.2, elements called as in OCPP.
 */
export function wsdlOf({ namespace, name, types, operations, address }: Service): string {
  const all = Object.entries(operations)
  const complex = Object.entries(types).map(
    ([type, elements]) => `<s:complexType name="${type}">${sequence(elements)}</s:complexType>`,
  )
  const elements = all.flatMap(([action, { request, response }]) => [
    `<s:element name="${lower(action)}Request"><s:complexType>${sequence(request)}</s:complexType></s:element>`,
    `<s:element name="${lower(action)}Response"><s:complexType>${sequence(response)}</s:complexType></s:element>`,
  ])
  const messages = all.flatMap(([action]) =>
    ['Request', 'Response'].map(
      (kind) =>
        `<message name="${action}${kind}"><part name="parameters" element="t:${lower(action)}${kind}"/></message>`,
    ),
  )
  const ports = all.map(
    ([action]) =>
      `<operation name="${action}"><input message="t:${action}Request"/><output message="t:${action}Response"/></operation>`,
  )
  const bindings = all.map(
    ([action]) =>
      `<operation name="${action}"><soap:operation soapAction="/${action}" style="document"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:t="${namespace}" targetNamespace="${namespace}">
<types><s:schema targetNamespace="${namespace}" elementFormDefault="qualified">${[...complex, ...elements].join('')}</s:schema></types>
${messages.join('')}
<portType name="${name}">${ports.join('')}</portType>
<binding name="${name}Soap" type="t:${name}"><soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>${bindings.join('')}</binding>
<service name="${name}"><port name="${name}Soap12" binding="t:${name}Soap"><soap:address location="${address}"/></port></service>
</definitions>`
}

function sequence(elements: Elements): string {
  const each = Object.entries(elements).map(([name, type]) => {
    const many = type.endsWith('*') ? ' maxOccurs="unbounded"' : ''
    const plain = type.replace('*', '')
    const prefixed = /^[A-Z]/.test(plain) ? `t:${plain}` : `s:${plain}`
    return `<s:element name="${name}" type="${prefixed}" minOccurs="0"${many}/>`
  })
  return `<s:sequence>${each.join('')}</s:sequence>`
}

function lower(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`
}
