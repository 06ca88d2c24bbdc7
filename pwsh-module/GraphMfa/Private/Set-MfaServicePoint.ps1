function Set-MfaServicePoint {
    # What .NET Framework has set for the whole process, and must not be as it is for Graph. It is only added to: other modules
    # live with it, too.
    [CmdletBinding()]
    param()
    $manager = [System.Net.ServicePointManager]
    # 0 leaves it to the system, which knows TLS 1.2 and what came later.
    $known = [int] $manager::SecurityProtocol
    if ($known -ne 0) { $manager::SecurityProtocol = $known -bor [int] [System.Net.SecurityProtocolType]::Tls12 }
    if ($manager::DefaultConnectionLimit -lt 64) { $manager::DefaultConnectionLimit = 64 }
}
