// The reference README's sample configuration, exactly as printed there, faults included.

export const referenceSample = `cluster:
  name: my-cluster

nodes:
  controllers:                    # 복수 (N개)
    - hostname: server1
      ip_address: 192.168.1.101
      services:                   # 서비스별 활성화 여부
        glusterfs: true
        mariadb: true
        redis: true
        slurm: true
        web: true
        keepalived: true
      vip_owner: true             # VIP 소유 여부
      priority: 100               # VIP 우선순위 (높을수록 우선)

    - hostname: server2
      ip_address: 192.168.1.102
      services:
        glusterfs: true
        mariadb: true
        redis: true
        slurm: true
        web: true
        keepalived: true
      vip_owner: false
      priority: 90

  compute_nodes:
    - hostname: node001
      ip_address: 192.168.1.201
      cpus: 16
      memory: 64000

network:
  vip: 192.168.1.100              # Virtual IP

database:
  user: admin
  password: \${DB_ROOT_PASSWORD}   # 환경변수 치환

redis:
  password: \${REDIS_PASSWORD}

web:
  domain: cluster.local
  session_secret: \${SESSION_SECRET}
  jwt_secret: \${JWT_SECRET}

storage:
  gluster:
    volume_name: data_volume
    replica_count: 3
    brick_path: /data/gluster/data_volume/brick
`;

/** The README's other block: the environment section as it shows it. */
export const referenceEnvironment = `environment:
  DB_SLURM_PASSWORD: "your_secure_password"
  DB_AUTH_PASSWORD: "your_secure_password"
  REDIS_PASSWORD: "your_redis_password"
  JWT_SECRET_KEY: "your_jwt_secret_key"
  GRAFANA_PASSWORD: "your_grafana_password"
`;
