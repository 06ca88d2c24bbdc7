function Initialize-MfaNative {
    # Loads the native library on first use, and gives the fault that prevented it.
    #
    # The signatures are emitted at run time against the absolute path: no compiler, no search path. A type cannot be
    # defined twice in a process, while this module may well be imported twice: the type is kept process-wide.
    [CmdletBinding()]
    param()
    if ($null -ne $script:GraphMfa.Native) { return }
    $found = Find-MfaLibrary
    if ($found.ContainsKey('Fault')) { return $found.Fault }
    $path = $found.Path
    $abi = 1

    $domain = [System.AppDomain]::CurrentDomain
    $key = "GraphMfa.Native/$abi/$path"
    [System.Threading.Monitor]::Enter($domain)
    try {
        $native = $domain.GetData($key)
        if ($null -eq $native) {
            $native = New-MfaNativeType -Path $path
            $domain.SetData($key, $native)
        }
    }
    finally {
        [System.Threading.Monitor]::Exit($domain)
    }

    try { $version = $native::gmfa_abi_version() }
    catch {
        $why = $_.Exception.GetBaseException().Message
        return New-MfaFault -Code libraryUnusable -Message "The native library '$path' for $((Get-MfaPlatform).Rid) cannot be loaded: $why" -Remedy 'Install the module again; on Linux, see whether the library''s own dependencies are there (ldd)'
    }
    if ($version -ne $abi) {
        return New-MfaFault -Code libraryUnusable -Message "The native library '$path' speaks version $version of the interface, this module version $abi" -Remedy 'Use the library that came with the module'
    }
    $script:GraphMfa.Native = $native
    # Whoever removes the module takes its clients along.
    $ExecutionContext.SessionState.Module.OnRemove = { foreach ($id in $script:GraphMfa.Owned.ToArray()) { Remove-MfaContext $id } }
}
