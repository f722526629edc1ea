const DIGITS = "0123456789abcdef0";
const UUID = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** Prefixes of EC2's and its neighbours' ids, by the name of the property that holds one, in lower case. */
const PREFIXES: Readonly<Record<string, string>> = {
  accesspointid: "fsap",
  allocationid: "eipalloc",
  attachmentid: "eni-attach",
  capacityreservationid: "cr",
  carriergatewayid: "cagw",
  customergatewayid: "cgw",
  destinationprefixlistid: "pl",
  dhcpoptionsid: "dopt",
  ec2securitygroupid: "sg",
  egressonlyinternetgatewayid: "eigw",
  filesystemid: "fs",
  flowlogid: "fl",
  groupid: "sg",
  hostid: "h",
  imageid: "ami",
  instanceid: "i",
  internetgatewayid: "igw",
  ipamid: "ipam",
  ipampoolid: "ipam-pool",
  ipamscopeid: "ipam-scope",
  kernelid: "aki",
  launchtemplateid: "lt",
  localgatewayid: "lgw",
  natgatewayid: "nat",
  networkaclassociationid: "aclassoc",
  networkaclid: "acl",
  networkinterfaceid: "eni",
  prefixlistid: "pl",
  ramdiskid: "ari",
  routetableassociationid: "rtbassoc",
  routetableid: "rtb",
  securitygroup: "sg",
  securitygroupid: "sg",
  snapshotid: "snap",
  spotinstancerequestid: "sir",
  subnet: "subnet",
  subnetid: "subnet",
  transitgatewayattachmentid: "tgw-attach",
  transitgatewayid: "tgw",
  volumeid: "vol",
  vpceid: "vpce",
  vpcendpointid: "vpce",
  vpcid: "vpc",
  vpcpeeringconnectionid: "pcx",
  vpcsecuritygroupid: "sg",
  vpnconnectionid: "vpn",
  vpngatewayid: "vgw",
};

/** Ids of other forms, by the property's name in lower case. */
const FORMS: Readonly<Record<string, string>> = {
  custsubscriptionid: "example",
  dbclusterresourceid: "cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  dbiresourceid: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  detectorid: "12abc34d567e8fa901bc2d34e56789f0",
  distributionid: "EDFDVBD6EXAMPLE",
  environmentid: "e-abcdefghij",
  hostedzoneid: "Z0123456789EXAMPLE",
  instanceprofileid: "AIPACKCEVSQ6C2EXAMPLE",
  keyid: UUID,
  policyid: "ANPACKCEVSQ6C2EXAMPLE",
  protectionid: UUID,
  roleid: "AROACKCEVSQ6C2EXAMPLE",
  userpoolid: "eu-west-1_EXAMPLE",
  webaclid: UUID,
};

/** Ids whose property means something else in other services. */
const OF_TYPE: Readonly<Record<string, string>> = {
  "AWS::IAM::Group groupid": "AGPACKCEVSQ6C2EXAMPLE",
  "AWS::IAM::User userid": "AIDACKCEVSQ6C2EXAMPLE",
};

/** An identifier of the form that AWS gives it, or `undefined` where the form is not known. `name` is in lower case. */
export function identifierOf(name: string, resourceType: string): string | undefined {
  const qualified = name === "id" ? `${(resourceType.split("::")[2] ?? "").toLowerCase()}id` : name;
  const prefix = own(PREFIXES, qualified);
  return (
    own(OF_TYPE, `${resourceType} ${qualified}`) ??
    own(FORMS, qualified) ??
    (prefix === undefined ? undefined : `${prefix}-${DIGITS}`)
  );
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
