# What the tests need besides .NET: for sourcing. A test whose need is missing is skipped and says so itself.

# need : how to see that it is there : the Debian packages that bring it : what is left out without it
needs=(
    "etcd:command -v etcd:etcd-server:the tests of the etcd store"
    "postgresql:ls /usr/lib/postgresql/*/bin/initdb:postgresql:the tests of the PostgreSQL store"
    "zookeeper:ls /usr/share/java/zookeeper.jar:zookeeper:the tests of the ZooKeeper store and of zk:// flags"
    "python3-kazoo:/usr/bin/python3 -c 'import kazoo':python3-kazoo:the look at what masters publish in ZooKeeper with another client"
    "setpriv:command -v setpriv:util-linux:the tests of the PostgreSQL store and of tasks that run as another user"
    "python3-marathon:/usr/bin/python3 -c 'import marathon':python3-marathon:the Marathon client of Python"
    "node:command -v node:nodejs:the clients that are written for node"
    "chromium:command -v chromium:chromium:the tests of the web pages"
    "npm:command -v npm:npm:the clients that come from npm"
)

install_needs() {
    local need name there packages what missing=() wanted=()
    for need in "${needs[@]}"; do
        IFS=: read -r name there packages what <<<"$need"
        eval "$there" >/dev/null 2>&1 || { missing+=("$need"); wanted+=("$packages"); }
    done
    [ ${#missing[@]} -eq 0 ] && return

    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && [ "${KERNEL_INSTALL:-yes}" != no ]; then
        echo "== installing ${wanted[*]}"
        # A directory of its own: others who tidy up /tmp would delete apt's files under its hands.
        local own
        own=$(mktemp -d /var/tmp/kernel-apt.XXXXXX)
        TMPDIR=$own DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 update >"$own/log" 2>&1
        for need in "${missing[@]}"; do
            IFS=: read -r name there packages what <<<"$need"
            TMPDIR=$own DEBIAN_FRONTEND=noninteractive timeout 300 \
                apt-get -q -y -o DPkg::Lock::Timeout=120 --no-install-recommends install $packages >>"$own/log" 2>&1 || true
        done
        rm -rf "$own"
    fi

    for need in "${missing[@]}"; do
        IFS=: read -r name there packages what <<<"$need"
        eval "$there" >/dev/null 2>&1 || echo "left out: $what ($name is missing; Debian has it in $packages)"
    done
}
