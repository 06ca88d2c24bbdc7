function New-MfaOfflineEntry {
    # A client that never asks the tenant anything: for journals, which prove themselves. Gives Entry, or Fault; whoever asks
    # for it gives it back.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()
    $fault = Initialize-MfaNative
    if ($null -ne $fault) { return @{ Fault = $fault } }
    $opened = New-MfaClient -Config ([ordered] @{ credential = 'hostToken' }) -Secret $null
    if ($null -ne $opened.Fault) { return @{ Fault = $opened.Fault } }
    @{
        Fault = $null
        Entry = @{
            Context     = $null
            Handle      = [uint64] $opened.Handle
            Native      = $script:GraphMfa.Native
            Token       = { throw 'there is no connection' }
            Certificate = $null
            Wire        = $null
            Sink        = $null
            Source      = $null
            Held        = $null
            Runspace    = [System.Management.Automation.Runspaces.Runspace]::DefaultRunspace.InstanceId
        }
    }
}
