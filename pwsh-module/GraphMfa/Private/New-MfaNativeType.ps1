function New-MfaNativeType {
    # Emits a class whose static methods are the library's functions.
    [CmdletBinding()]
    [OutputType([type])]
    param(
        [Parameter(Mandatory)]
        [string] $Path
    )
    $status = [int]
    $handle = [uint64]
    $bytes = [byte[]]
    $size = [System.UIntPtr]
    $outHandle = [uint64].MakeByRefType()
    $outBuffer = [System.IntPtr].MakeByRefType()
    $outSize = [System.UIntPtr].MakeByRefType()
    $functions = [ordered] @{
        gmfa_client_new  = $status, @($bytes, $size, $bytes, $size, $outHandle)
        gmfa_client_free = $status, @($handle)
        gmfa_call        = $status, @($bytes, $size, $outBuffer, $outSize)
        gmfa_job_start   = $status, @($handle, $bytes, $size, $outHandle)
        gmfa_job_next    = $status, @($handle, [uint32], $outBuffer, $outSize)
        gmfa_job_payload = $status, @($handle, [uint32], $outBuffer, $outSize)
        gmfa_job_reply   = $status, @($handle, $bytes, $size, $bytes, $size)
        gmfa_job_cancel  = $status, @($handle)
        gmfa_job_free    = $status, @($handle)
        gmfa_last_error  = $status, @($outBuffer, $outSize)
        gmfa_buffer_free = $status, @([System.IntPtr], $size)
        gmfa_abi_version = [uint32], @()
    }

    $name = New-Object -TypeName System.Reflection.AssemblyName -ArgumentList 'GraphMfa.Native'
    $assembly = [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly($name, [System.Reflection.Emit.AssemblyBuilderAccess]::Run)
    $module = $assembly.DefineDynamicModule('GraphMfa.Native')
    $class = $module.DefineType('GraphMfa.Native', [System.Reflection.TypeAttributes] 'Public, Abstract, Sealed, Class')
    foreach ($function in $functions.Keys) {
        $result, $parameters = $functions[$function]
        $method = $class.DefinePInvokeMethod(
            $function, $Path,
            [System.Reflection.MethodAttributes] 'Public, Static, PinvokeImpl',
            [System.Reflection.CallingConventions]::Standard,
            $result, [type[]] $parameters,
            [System.Runtime.InteropServices.CallingConvention]::Cdecl,
            [System.Runtime.InteropServices.CharSet]::Ansi)
        $method.SetImplementationFlags([System.Reflection.MethodImplAttributes]::PreserveSig)
    }
    $class.CreateType()
}
